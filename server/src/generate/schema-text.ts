import type { Catalogue, Column, Policy, Table, TableGrant } from "./catalogue.ts";

const header = `-- The whole schema of one city, for reading and for the diff of a change. Written by \`npm run generate\`
-- from the migrations in server/migrations; never run, never edited by hand.
`;

/** The schema as one SQL text: tables with everything that hangs on them, then views, then functions. */
export function schemaText(catalogue: Catalogue): string {
  const parts = [
    header,
    ...catalogue.tables.map(tableText),
    ...catalogue.views.map((view) => {
      const options = view.options.length === 0 ? "" : ` with (${view.options.join(", ")})`;
      return `create ${view.kind} ${view.name}${options} as\n${view.definition}\n-- read by ${view.readers.join(", ") || "nobody"}\n`;
    }),
    ...catalogue.routines.map((routine) => {
      const who = routine.executors.length === 0 ? "the owner only" : routine.executors.join(", ");
      return `${routine.definition.trim()};\n-- executed by ${who}\n`;
    }),
  ];
  return parts.join("\n");
}

function tableText(table: Table): string {
  const lines = [...table.columns.map(columnText), ...table.constraints.map((one) => `constraint ${one.name} ${constraintText(one.definition)}`)];
  const secured = table.isRowSecured ? ["enable row level security", ...(table.isForced ? ["force row level security"] : [])] : [];
  return [
    ...(table.comment === null ? [] : [`-- ${oneLine(table.comment)}`]),
    `create table ${table.name} (\n  ${lines.join(",\n  ")}\n);`,
    ...table.indexes.map((index) => `${lowerKeywords(index.definition)};`),
    ...table.triggers.map((trigger) => `${lowerKeywords(trigger.definition)};`),
    ...secured.map((what) => `alter table ${table.name} ${what};`),
    ...table.policies.map((policy) => policyText(table.name, policy)),
    ...grantLines(table.name, table.grants),
    ...table.columns
      .filter((column) => column.comment !== null)
      .map((column) => `comment on column ${table.name}.${column.name} is '${(column.comment ?? "").replaceAll("'", "''")}';`),
    "",
  ].join("\n");
}

function columnText(column: Column): string {
  const required = column.isRequired ? " not null" : "";
  if (column.fallback === null) return `${column.name} ${column.type}${required}`;
  if (column.fallback === "identity") return `${column.name} ${column.type}${required} generated as identity`;
  if (column.isGenerated) return `${column.name} ${column.type}${required} generated always as ${oneLine(column.fallback)} stored`;
  return `${column.name} ${column.type}${required} default ${column.fallback}`;
}

function constraintText(definition: string): string {
  return readable(definition)
    .replace(/^(PRIMARY KEY|FOREIGN KEY|CHECK|EXCLUDE)/, (word) => word.toLowerCase())
    .replace("REFERENCES", "references");
}

function policyText(table: string, policy: Policy): string {
  const using = policy.using === null ? "" : `\n  using (${readable(policy.using)})`;
  const check = policy.check === null ? "" : `\n  with check (${readable(policy.check)})`;
  return `create policy ${policy.name} on ${table} for ${policy.verb} to ${policy.roles.join(", ")}${using}${check};`;
}

/** One line a role: `grant select, insert (a, b), update (c) on t to r`. */
function grantLines(table: string, grants: TableGrant[]): string[] {
  const roles = [...new Set(grants.map((grant) => grant.role))].toSorted();
  return roles.map((role) => {
    const own = grants.filter((grant) => grant.role === role);
    const verbs = [...new Set(own.map((grant) => grant.verb))].toSorted().map((verb) => {
      const columns = own.filter((grant) => grant.verb === verb && grant.column !== null).map((grant) => grant.column);
      const isWhole = own.some((grant) => grant.verb === verb && grant.column === null);
      return isWhole ? verb : `${verb} (${columns.join(", ")})`;
    });
    return `grant ${verbs.join(", ")} on ${table} to ${role};`;
  });
}

/** Without what PostgreSQL adds to an expression and no reader needs. */
function readable(expression: string): string {
  return lowerKeywords(expression)
    .replaceAll(/ AS \w+(?=\))/g, "")
    .replaceAll("'::text", "'");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function lowerKeywords(definition: string): string {
  return oneLine(definition).replaceAll(
    /\b(CREATE|UNIQUE|INDEX|ON|USING|WHERE|INCLUDE|TRIGGER|BEFORE|AFTER|INSERT|UPDATE|DELETE|OF|OR|FOR EACH ROW|FOR EACH STATEMENT|EXECUTE FUNCTION|AND|IS NULL|NOT|SELECT|FROM|ANY|ARRAY|DESC|NULLS LAST|NULLS NOT DISTINCT)\b/g,
    (word) => word.toLowerCase(),
  );
}
