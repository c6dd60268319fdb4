/** The invented lab that a demo shows: its people, its GPUs and who sees which. */
import type { Locale } from "@/lib/i18n/locales";

const LABS = ["分散式系統實驗室", "電腦視覺實驗室", "自然語言處理實驗室", "IoTtalk 團隊"] as const;

export type DemoPerson = {
  readonly username: string;
  readonly name: string;
  readonly lab: number;
  readonly timeMultiplier: number;
  readonly locale: Locale;
};

const person = (
  username: string,
  name: string,
  lab: number,
  timeMultiplier = 1,
  locale: Locale = "zh-TW",
): DemoPerson => ({ username, name, lab, timeMultiplier, locale });

export const PEOPLE: readonly DemoPerson[] = [
  person("yichun.chen", "陳怡君", 0),
  person("chihhao.lin", "林志豪", 0),
  person("yating.huang", "黃雅婷", 0),
  person("chiahao.chang", "張家豪", 0, 1.5),
  person("shufen.li", "李淑芬", 1),
  person("chunchieh.wang", "王俊傑", 1),
  person("peishan.wu", "吳佩珊", 1),
  person("kuanting.liu", "劉冠廷", 1),
  person("yichen.tsai", "蔡宜蓁", 2),
  person("chenghan.yang", "楊承翰", 2),
  person("yawen.hsu", "許雅雯", 2),
  person("yuhsiang.cheng", "鄭宇翔", 3),
  person("hsinyi.hsieh", "謝欣怡", 3, 1, "en"),
  person("pohan.kuo", "郭柏翰", 3, 0.5),
];

/** Has registered and awaits approval. */
export const APPLICANT = person("shihhan.hung", "洪詩涵", 1);

export const labOf = ({ lab }: DemoPerson): string => LABS[lab] ?? LABS[0];

/** Nothing sent there reaches anybody: example.org belongs to no one (RFC 2606). */
export const emailOf = ({ username }: DemoPerson): string => `${username}@example.org`;

export type DemoGpu = {
  readonly server: string;
  readonly index: number;
  readonly model: string;
  readonly cudaVersion: string;
  readonly maxHours: number;
  /** The priority of each lab's people, in the order of the labs; null: not visible to them. */
  readonly priorities: readonly (number | null)[];
  readonly enabled?: false;
  readonly fault?: string;
};

export const GPUS: readonly DemoGpu[] = [
  {
    server: "gpu01",
    index: 0,
    model: "RTX 4090",
    cudaVersion: "12.8",
    maxHours: 48,
    priorities: [0, 1, 1, 2],
  },
  {
    server: "gpu01",
    index: 1,
    model: "RTX 4090",
    cudaVersion: "12.8",
    maxHours: 48,
    priorities: [0, 1, 1, 2],
  },
  {
    server: "gpu01",
    index: 2,
    model: "RTX 4090",
    cudaVersion: "12.8",
    maxHours: 48,
    priorities: [1, 0, 1, 2],
  },
  {
    server: "gpu02",
    index: 0,
    model: "A100 80GB",
    cudaVersion: "13.0",
    maxHours: 72,
    priorities: [1, 0, 0, null],
  },
  {
    server: "gpu02",
    index: 1,
    model: "A100 80GB",
    cudaVersion: "13.0",
    maxHours: 72,
    priorities: [1, 0, 0, null],
  },
  {
    server: "gpu02",
    index: 2,
    model: "RTX 3090",
    cudaVersion: "12.4",
    maxHours: 48,
    priorities: [1, 1, 1, 0],
    fault: "Xid 79: GPU has fallen off the bus",
  },
  {
    server: "gpu03",
    index: 0,
    model: "H100 80GB",
    cudaVersion: "13.0",
    maxHours: 24,
    priorities: [2, 1, 0, null],
  },
  {
    server: "gpu03",
    index: 1,
    model: "RTX 6000 Ada",
    cudaVersion: "12.8",
    maxHours: 48,
    priorities: [0, 2, 2, 1],
    enabled: false,
  },
];

export const nameOf = ({ server, index }: DemoGpu): string => `${server}-${index}`;

/** Their access to this GPU has been disabled, although it is visible to them. */
export const BARRED = { username: "kuanting.liu", gpu: "gpu03-0" };
