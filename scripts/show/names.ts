/** Invented people of a Taiwanese university. */
import type { Random } from "../../lib/demo/random";

const SURNAMES = [..."陳林黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐周葉蘇莊呂江何蕭羅高"];
const GIVEN = [..."怡君志豪雅婷家瑋淑芬俊傑佩珊冠廷宜蓁承翰雅雯宇翔欣怡柏翰詩涵建宏子軒品妤"];
const FOREIGN = ["Anjali Raghunathan", "Tomáš Dvořák", "Nguyễn Thị Minh Khai", "Maximilian Hofer"];

export const LABS = [
  "分散式系統實驗室",
  "電腦視覺實驗室",
  "自然語言處理實驗室",
  "IoTtalk 團隊",
  "生醫訊號處理實驗室",
  "National Center for High-performance Computing",
] as const;

const one = (random: Random, characters: readonly string[]): string =>
  characters[random.between(0, characters.length - 1)] ?? "";

/** So many names; most are Chinese, some are longer than a table likes. */
export function inventNames(random: Random, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const foreign = FOREIGN[index % 13];
    if (foreign) return foreign;
    return one(random, SURNAMES) + one(random, GIVEN) + one(random, GIVEN);
  });
}
