/** Who gets which turn, and how a reservation ends: worked out on paper. */
import { ALWAYS, CANCELS, CLAIMS, type Example, RELEASES } from "./by-hand";

export const ORDER: readonly Example[] = [
  {
    shows:
      "starts a reservation at its turn and ends it on time when the optional columns are absent",
    options: {},
    columns: ALWAYS,
    rows: [["0,a,g,0,2", "COMPLETED 0 0 7200"]],
  },
  {
    shows: "serves a queue by priority as a number, then by submission, then by row",
    options: {},
    columns: ALWAYS,
    rows: [
      ["0,a,g,10,1", "COMPLETED 0 0 3600"],
      ["10,b,g,10,1", "COMPLETED 10800 10800 14400"],
      ["20,c,g,9,1", "COMPLETED 7200 7200 10800"],
      ["10,d,g,10,1", "COMPLETED 14400 14400 18000"],
      ["3599,e,g,0,1", "COMPLETED 3600 3600 7200"],
    ],
  },
  {
    shows: "goes by time, not by the order of the rows, and each GPU has a queue of its own",
    options: {},
    columns: ALWAYS,
    rows: [
      ["3600,b,g,0,1", "COMPLETED 3600 3600 7200"],
      ["0,a,g,0,1", "COMPLETED 0 0 3600"],
      ["1800,c,h,5,1", "COMPLETED 1800 1800 5400"],
      ["1800,c,g,5,1", "COMPLETED 7200 7200 10800"],
    ],
  },
  {
    shows:
      "rejects a second live reservation of a user on a GPU, and one at the end of the first is none",
    options: {},
    columns: ALWAYS,
    rows: [
      ["0,a,g,0,1", "COMPLETED 0 0 3600"],
      ["3600,a,g,0,1", "COMPLETED 3600 3600 7200"],
      ["3599.999,a,g,0,1", "REJECTED - - -"],
      ["0,a,g,0,1", "REJECTED - - -"],
      ["3600,a,g,0,1", "REJECTED - - -"],
    ],
  },
  {
    shows:
      "counts a user's live reservations on all GPUs, waiting ones too, after ends and cancellations",
    options: { maxLive: "2" },
    columns: CANCELS,
    rows: [
      ["0,a,g1,0,1,0,", "COMPLETED 0 0 3600"],
      ["0,a,g2,0,2,0,", "COMPLETED 0 0 7200"],
      ["0,a,g3,0,1,0,", "REJECTED - - -"],
      ["0,b,g3,0,1,0,", "COMPLETED 0 0 3600"],
      ["3600,a,g3,0,1,0,", "COMPLETED 3600 3600 7200"],
      ["3600,a,g1,0,1,0,", "REJECTED - - -"],
      ["0,b,g2,0,1,0,30", "CANCELLED - - 1800"],
      ["1799,b,g1,0,1,0,", "REJECTED - - -"],
      ["1800,b,g1,0,1,0,", "COMPLETED 3600 3600 7200"],
    ],
  },
];

export const ENDS: readonly Example[] = [
  {
    shows: "lets a turn expire at the end of its claim window, at which nobody starts any more",
    options: {},
    columns: CLAIMS,
    rows: [
      ["0,a,g,0,1,", "EXPIRED 0 - 3600"],
      ["0,b,g,0,1,60", "EXPIRED 3600 - 7200"],
      ["0,c,g,0,1,59.999", "COMPLETED 7200 10799.94 14399.94"],
      ["0,d,g,0,1,60.001", "EXPIRED 14399.94 - 17999.94"],
      ["3600,a,g,0,1,0", "COMPLETED 17999.94 17999.94 21599.94"],
    ],
  },
  {
    shows: "knows a claim window of part of a minute",
    options: { claimWindowMinutes: "0.5" },
    columns: CLAIMS,
    rows: [
      ["0,a,g,0,1,0.5", "EXPIRED 0 - 30"],
      ["0,b,g,0,1,0.499999", "COMPLETED 30 59.99994 3659.99994"],
    ],
  },
  {
    shows:
      "cancels before it starts or gives a turn at the same instant, and never what has started",
    options: {},
    columns: CANCELS,
    rows: [
      ["0,a,g,0,1,10,10", "CANCELLED 0 - 600"],
      ["0,b,g,0,1,10,20", "CANCELLED 600 - 1200"],
      ["0,c,g,0,1,0,20", "CANCELLED - - 1200"],
      ["0,d,g,0,1,0,20.5", "COMPLETED 1200 1200 4800"],
    ],
  },
  {
    shows: "lets a claim window close before a cancellation at the same instant",
    options: {},
    columns: CANCELS,
    rows: [
      ["0,a,g,0,1,,60", "EXPIRED 0 - 3600"],
      ["0,b,g,0,1,,60", "CANCELLED - - 3600"],
      ["3600,a,g,0,1,0,", "COMPLETED 3600 3600 7200"],
    ],
  },
  {
    shows: "does at one instant all that becomes due there, in rounds",
    options: {},
    columns: CANCELS,
    rows: [
      ["0,a,g,0,1,0,0", "CANCELLED 0 - 0"],
      ["0,b,g,0,1,0,0", "CANCELLED - - 0"],
      ["0,a,g,0,1,0,", "REJECTED - - -"],
      ["0,c,g,0,1,0,", "COMPLETED 0 0 3600"],
      ["60,d,g,0,1,0,0", "CANCELLED - - 60"],
    ],
  },
  {
    shows: "ends a use at its release, or at the end of its hours when that comes first",
    options: {},
    columns: RELEASES,
    rows: [
      ["0,a,g,0,2,0.5", "COMPLETED 0 0 1800"],
      ["0,b,g,0,1,1", "COMPLETED 1800 1800 5400"],
      ["0,c,g,0,1,7.5", "COMPLETED 5400 5400 9000"],
      ["0,d,g,0,1,0.07", "COMPLETED 9000 9000 9252"],
      ["0,e,g,0,1,", "COMPLETED 9252 9252 12852"],
    ],
  },
];
