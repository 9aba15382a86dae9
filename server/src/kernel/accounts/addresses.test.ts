import type { FastifyRequest } from "fastify";
import { expect, test } from "vitest";
import { clientAddressReader } from "./addresses.ts";

function from(remoteAddress: string | undefined, forwarded?: string): FastifyRequest {
  return {
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  } as unknown as FastifyRequest;
}

test("without a trusted proxy what is forwarded is not believed", () => {
  expect(clientAddressReader([])(from("::ffff:10.0.0.9", "1.2.3.4"))).toBe("10.0.0.9");
});

test("behind trusted proxies the last stranger counts, not what the stranger wrote before", () => {
  const read = clientAddressReader(["10.0.0.0/8", "unix"]);
  expect(read(from("10.0.0.1", "9.9.9.9, 1.2.3.4"))).toBe("1.2.3.4");
  expect(read(from("10.0.0.1", "9.9.9.9, 1.2.3.4, 10.0.0.2"))).toBe("1.2.3.4");
  expect(read(from(undefined, "1.2.3.4"))).toBe("1.2.3.4");
  expect(read(from("10.0.0.1", "nonsense"))).toBe("10.0.0.1");
  expect(read(from("10.0.0.1"))).toBe("10.0.0.1");
});

test("an IPv6 subscriber is one source however many addresses it takes", () => {
  const read = clientAddressReader([]);
  expect(read(from("2001:db8:1:2::1"))).toBe(read(from("2001:0db8:0001:0002:ffff::9")));
  expect(read(from("2001:db8:1:3::1"))).not.toBe(read(from("2001:db8:1:2::1")));
});

test("an entry that is no address stops the start", () => {
  expect(() => clientAddressReader(["proxy.local"])).toThrow(/proxy.local/);
});
