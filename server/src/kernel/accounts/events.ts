import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { Database } from "#platform/database";

/** What happens at the door. Administrators' acts write their own rows inside the database. */
export type SignInEvent =
  | "sign-in"
  | "sign-in-failed"
  | "sign-in-locked"
  | "sign-out"
  | "factor-asked"
  | "factor-enabled"
  | "factor-verified"
  | "factor-failed"
  | "password-changed"
  | "password-refused";

export type EventWriter = (request: FastifyRequest, kind: SignInEvent, accountId: string | null) => Promise<void>;

/** Writes who came to the door, from where and what came of it; never what was typed. */
export function eventWriter(db: Database, clientAddress: (request: FastifyRequest) => string): EventWriter {
  return async (request, kind, accountId) => {
    await sql`insert into kernel_sign_in_event (kind, account_id, client_address, request_id)
      values (${kind}, ${accountId}, ${clientAddress(request)}, ${request.id})`.execute(db);
  };
}
