import { problemRegistry } from "@baton/contract/problems";

/** RFC 9457, as `sendProblem` writes it; members beyond these belong to the problem. */
const problemSchema = {
  type: "object",
  required: ["type", "code", "title", "status", "requestId"],
  properties: {
    type: { type: "string", description: "urn:baton:problem:<code>" },
    code: { type: "string", enum: Object.keys(problemRegistry) },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "何处、何事、如何处理" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["pointer", "code", "detail"],
        properties: { pointer: { type: "string" }, code: { type: "string" }, detail: { type: "string" } },
      },
    },
    requestId: { type: "string" },
  },
};

type Description = { paths?: Record<string, Record<string, unknown>>; components?: Record<string, unknown> };

function answersOf(operation: unknown): Record<string, unknown> | undefined {
  if (typeof operation !== "object" || operation === null || !("responses" in operation)) return undefined;
  return typeof operation.responses === "object" && operation.responses !== null ? (operation.responses as Record<string, unknown>) : undefined;
}

/** Adds to every described operation that whatever else it answers is a problem. */
export function describeProblems(document: { openapiObject: object } | { swaggerObject: object }): object {
  if (!("openapiObject" in document)) return document.swaggerObject;
  const description = document.openapiObject as Description;
  for (const path of Object.values(description.paths ?? {})) {
    for (const operation of Object.values(path)) {
      const answers = answersOf(operation);
      if (answers !== undefined) answers["default"] = { $ref: "#/components/responses/Problem" };
    }
  }
  const problem = { description: "失败；说明见 detail", content: { "application/problem+json": { schema: problemSchema } } };
  return { ...description, components: { ...description.components, responses: { Problem: problem } } };
}
