/** The published description of the interface: its operations, and whether an answer is what it promises. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

export type Schema = { [keyword: string]: unknown };
export type Parameter = { name: string; in: "path" | "query" | "header"; required?: boolean; schema: Schema };
export type Operation = {
  /** "POST /api/matters/{id}/replies" */
  name: string;
  method: string;
  path: string;
  parameters: readonly Parameter[];
  body: Schema | undefined;
  isUpload: boolean;
  /** By status; undefined for an answer that is not JSON. */
  answers: ReadonlyMap<string, ValidateFunction | undefined>;
};

type Content = Record<string, { schema?: Schema }>;
type Described = { parameters?: Parameter[]; requestBody?: { content: Content }; responses: Record<string, { content?: Content; $ref?: string }> };
export type Document = { paths: Record<string, Record<string, Described>>; components?: { responses?: Record<string, { content?: Content }> } };

const methods = new Set(["get", "post", "put", "patch", "delete"]);

/** Formats are checked by the patterns that stand beside them. */
function validators(): Ajv2020 {
  return new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
}

/** Every operation of the document, in its order. */
export function readOperations(document: Document): Operation[] {
  const ajv = validators();
  const contentOf = (answer: { content?: Content; $ref?: string }): Content =>
    answer.$ref === undefined ? (answer.content ?? {}) : (document.components?.responses?.[answer.$ref.split("/").at(-1) ?? ""]?.content ?? {});
  return Object.entries(document.paths).flatMap(([path, found]) =>
    Object.entries(found)
      .filter(([method]) => methods.has(method))
      .map(([method, described]): Operation => {
        const content = described.requestBody?.content ?? {};
        const answers = Object.entries(described.responses).map(([status, answer]): [string, ValidateFunction | undefined] => {
          const schema = Object.entries(contentOf(answer)).find(([type]) => type.includes("json"))?.[1].schema;
          return [status, schema === undefined ? undefined : ajv.compile(schema)];
        });
        return {
          name: `${method.toUpperCase()} ${path}`,
          method: method.toUpperCase(),
          path,
          parameters: described.parameters ?? [],
          body: content["application/json"]?.schema,
          isUpload: /imports?$|import-previews$|\/evidence$|errors\.xlsx$/.test(path) && method === "post",
          answers: new Map(answers),
        };
      }),
  );
}
