/** The shape of a catalogue: the same keys, any words; a text with numbers in it takes the same arguments. */
export type Catalogue<Text> = {
  [Key in keyof Text]: Text[Key] extends string
    ? string
    : Text[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Catalogue<Text[Key]>;
};

/** The words of one area in both languages. */
export type Area<Text> = { "zh-CN": Text; en: Catalogue<Text> };

/**
 * Words that belong to one module, loaded with its pages: `export const projectsText = area({ … 中文 … }, { … English … })`
 * in `text/<module>.ts`. A key that is missing in either language does not compile.
 */
export function area<const Text>(chinese: Text, english: NoInfer<Catalogue<Text>>): Area<Catalogue<Text>> {
  return { "zh-CN": chinese as Catalogue<Text>, en: english as unknown as Catalogue<Catalogue<Text>> };
}
