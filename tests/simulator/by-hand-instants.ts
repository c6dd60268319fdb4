/** When it happens, to the last digit and on any clock: worked out on paper. */
import { ALWAYS, CANCELS, CLAIMS, type Example } from "./by-hand";

export const INSTANTS: readonly Example[] = [
  {
    // In floating point 0.07 h are 252.00000000000003 s, and 1700000000.1 + 0.3 is not …0.4.
    shows: "takes equal instants for equal to the last digit, and for no more than that",
    options: {},
    columns: [...CANCELS, "release_hours"],
    rows: [
      ["0,a,g1,0,1,0,,0.07", "COMPLETED 0 0 252"],
      ["252,a,g1,0,1,0,,", "COMPLETED 252 252 3852"],
      ["1700000000.1,a,g2,0,1,,0.005,", "CANCELLED 1700000000.1 - 1700000000.4"],
      [
        "1700000000.4,a,g2,0,1,0,,0.000000000005",
        "COMPLETED 1700000000.4 1700000000.4 1700000000.400000018",
      ],
      ["1700000000.400000017999,a,g2,0,1,0,,", "REJECTED - - -"],
      [
        "1700000000.400000018,a,g2,0,1,0,,",
        "COMPLETED 1700000000.400000018 1700000000.400000018 1700003600.400000018",
      ],
      ["0,a,g3,0,2,0,,1.33333333333333", "COMPLETED 0 0 4799.999999999988"],
      ["4799.999999999987,a,g3,0,2,0,,", "REJECTED - - -"],
      [
        "4799.999999999988,a,g3,0,1,0,,",
        "COMPLETED 4799.999999999988 4799.999999999988 8399.999999999988",
      ],
    ],
  },
  {
    shows: "reads the numbers that programs write, of many digits or with an exponent",
    options: {},
    columns: CANCELS,
    rows: [
      ["1.5e2,a,g1,0,1,,5e-05", "CANCELLED 150 - 150.003"],
      ["150.003,a,g1,0,1,,.00012345678901234567", "CANCELLED 150.003 - 150.0104074073407407402"],
      [
        "150.0104074073407407402,a,g1,0,1,,",
        "EXPIRED 150.0104074073407407402 - 3750.0104074073407407402",
      ],
      [
        "1000,b,g1,1000000000,1,0,",
        "COMPLETED 7350.0104074073407407402 7350.0104074073407407402 10950.0104074073407407402",
      ],
      ["1000,c,g1,999999999,1,,", "EXPIRED 3750.0104074073407407402 - 7350.0104074073407407402"],
    ],
  },
  {
    shows: "writes every instant in the form of the row's own submission",
    options: {},
    columns: ALWAYS,
    rows: [
      [
        "2026-03-02T23:30:00+08:00,a,g1,0,1",
        "COMPLETED 2026-03-02T23:30:00+08:00 2026-03-02T23:30:00+08:00 2026-03-03T00:30:00+08:00",
      ],
      ["1772465400,b,g1,0,1", "COMPLETED 1772469000 1772469000 1772472600"],
      [
        "2026-03-02T15:30:00.250Z,c,g1,0,1",
        "COMPLETED 2026-03-02T17:30:00.000Z 2026-03-02T17:30:00.000Z 2026-03-02T18:30:00.000Z",
      ],
      [
        "2026-03-02T18:00:00.250Z,d,g2,0,1",
        "COMPLETED 2026-03-02T18:00:00.250Z 2026-03-02T18:00:00.250Z 2026-03-02T19:00:00.250Z",
      ],
      [
        "2026-03-02T12:00-03:30,e,g3,0,1",
        "COMPLETED 2026-03-02T12:00-03:30 2026-03-02T12:00-03:30 2026-03-02T13:00-03:30",
      ],
      ["2026-03-02T21:15:00+05:45,b,g1,0,1", "REJECTED - - -"],
      ["-1.50,f,g4,0,1", "COMPLETED -1.50 -1.50 3598.50"],
      [
        "1969-12-31T23:59:59Z,g,g4,0,1",
        "COMPLETED 1970-01-01T00:59:58.5Z 1970-01-01T00:59:58.5Z 1970-01-01T01:59:58.5Z",
      ],
    ],
  },
];

const TAIPEI_NIGHT = { quietHours: "23:00-08:00" };
export const QUIET_HOURS: readonly Example[] = [
  {
    shows: "does not count quiet hours into a claim window, whoever wants to may start in them",
    options: TAIPEI_NIGHT,
    columns: CLAIMS,
    rows: [
      [
        "2026-03-02T22:30:00+08:00,a,g1,0,1,",
        "EXPIRED 2026-03-02T22:30:00+08:00 - 2026-03-03T08:30:00+08:00",
      ],
      [
        "2026-03-03T02:00:00+08:00,b,g2,0,1,",
        "EXPIRED 2026-03-03T02:00:00+08:00 - 2026-03-03T09:00:00+08:00",
      ],
      [
        "2026-03-02T22:00:00+08:00,c,g3,0,1,",
        "EXPIRED 2026-03-02T22:00:00+08:00 - 2026-03-02T23:00:00+08:00",
      ],
      [
        "2026-03-02T14:30:00Z,d,g4,0,1,300",
        "COMPLETED 2026-03-02T14:30:00Z 2026-03-02T19:30:00Z 2026-03-02T20:30:00Z",
      ],
      [
        "2026-03-03T08:00:00+08:00,e,g1,0,1,0",
        "COMPLETED 2026-03-03T08:30:00+08:00 2026-03-03T08:30:00+08:00 2026-03-03T09:30:00+08:00",
      ],
    ],
  },
  {
    shows: "takes quiet hours within a day, too, and lets a long window span several",
    options: { quietHours: "12:00-13:30", timeZone: "UTC", claimWindowMinutes: "1440" },
    columns: CLAIMS,
    rows: [
      ["2026-03-02T12:00:00Z,a,g1,0,1,", "EXPIRED 2026-03-02T12:00:00Z - 2026-03-03T15:00:00Z"],
      ["2026-03-02T13:30:00Z,b,g2,0,1,", "EXPIRED 2026-03-02T13:30:00Z - 2026-03-03T15:00:00Z"],
    ],
  },
  {
    // 02:00 to 03:00 is skipped: 01:30 to 02:00 counts, 03:00 to 03:30 is quiet, 03:30 to 05:00 counts.
    shows: "counts what the clock shows when an hour is skipped",
    options: { quietHours: "02:30-03:30", timeZone: "Europe/Berlin", claimWindowMinutes: "120" },
    columns: CLAIMS,
    rows: [
      [
        "2026-03-29T01:30:00+01:00,a,g1,0,1,",
        "EXPIRED 2026-03-29T01:30:00+01:00 - 2026-03-29T04:00:00+01:00",
      ],
      [
        "2026-03-29T05:00:00+02:00,b,g1,0,1,0",
        "COMPLETED 2026-03-29T05:00:00+02:00 2026-03-29T05:00:00+02:00 2026-03-29T06:00:00+02:00",
      ],
    ],
  },
  {
    // Counted: 01:45 to 02:15, 02:45 to 03:00, and once more 02:00 to 02:15, where it is quiet again.
    shows: "counts what the clock shows when an hour comes twice",
    options: { quietHours: "02:15-02:45", timeZone: "Europe/Berlin" },
    columns: CLAIMS,
    rows: [
      [
        "2026-10-25T01:45:00+02:00,a,g,0,1,",
        "EXPIRED 2026-10-25T01:45:00+02:00 - 2026-10-25T03:15:00+02:00",
      ],
    ],
  },
  {
    // The clock shows 01:30 to 02:00 twice, both times quiet; counted are 01:00 to 01:30 and 02:00 to 02:30.
    shows: "counts what the clock shows when half an hour comes twice",
    options: { quietHours: "01:30-02:00", timeZone: "Australia/Lord_Howe" },
    columns: CLAIMS,
    rows: [
      [
        "2026-04-05T01:00:00+11:00,a,g,0,1,",
        "EXPIRED 2026-04-05T01:00:00+11:00 - 2026-04-05T03:00:00+11:00",
      ],
    ],
  },
];
