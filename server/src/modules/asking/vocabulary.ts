import { sql } from "kysely";
import type { VocabularyEntry } from "@baton/contract/asking-rules";
import { projectClasses, projectLevels, stages } from "@baton/contract/codes";
import type { Tx } from "#platform/database";

/** 薛城区 is also called 薛城, 锂电产业链 also 锂电; what would leave one character keeps its whole name. */
const endings = /(?:高新技术产业开发区|产业链|街道|镇|区|市|县)$/;

function shortForm(word: string): string | null {
  const short = word.replace(endings, "");
  return short.length >= 2 && short !== word ? short : null;
}

/** Words that name a subject of a question or are too common to name a stage. */
const notStages = new Set(["线索", "签约", "开工"]);

function fixedWords(): VocabularyEntry[] {
  const levels = projectLevels.flatMap(({ zh, aliases }) => [zh, ...aliases].map((word) => ({ word, dimension: "level", value: zh })));
  const classes = projectClasses.flatMap(({ zh, aliases }) => [zh, ...aliases].map((word) => ({ word, dimension: "class", value: zh })));
  const stageWords = stages.flatMap(({ zh, aliases }) => [zh, ...aliases].map((word) => ({ word, dimension: "stage", value: zh })));
  const lights = ["红牌", "黄牌", "蓝牌", "无牌"].map((word) => ({ word, dimension: "light", value: word }));
  return [...levels, ...classes, ...stageWords.filter(({ word }) => !notStages.has(word)), ...lights];
}

/** The names of this city: divisions and chains by their whole name, and by a short form that names only one of them. */
export async function readVocabulary(tx: Tx): Promise<VocabularyEntry[]> {
  const { rows } = await sql<{ word: string; dimension: string; value: string }>`
    select name as word, 'area' as dimension, code as value from kernel_area where superseded_at = 'infinity' and level <> 'city'
    union all
    select name, 'chain', name from kernel_subject where kind = 'chain' and merged_into_id is null`.execute(tx);
  const shorts = rows.flatMap((row) => {
    const word = shortForm(row.word);
    return word === null ? [] : [{ ...row, word }];
  });
  const isOnly = (word: string): boolean => [...rows, ...shorts].filter((one) => one.word === word).length === 1;
  return [...rows, ...shorts.filter(({ word }) => isOnly(word)), ...fixedWords()].filter(({ word }) => word.length >= 2);
}
