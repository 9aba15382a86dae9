import { BlockList, isIP } from "node:net";
import type { FastifyRequest } from "fastify";

function family(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

/** One subscriber has a whole /64 of IPv6: counting single addresses there would count nothing. */
function network(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const filled = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${filled
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

/**
 * Says from which client address a request comes: the socket's, or, when the socket belongs to a trusted proxy, the
 * last address in `X-Forwarded-For` that no trusted proxy added. What a stranger writes there is not believed
 * (SECURITY S3). Throws at start for an entry that is neither an address, a network nor `unix`.
 */
export function clientAddressReader(trustedProxies: readonly string[]): (request: FastifyRequest) => string {
  const trusted = new BlockList();
  for (const entry of trustedProxies) {
    const [address = "", prefix] = entry.split("/");
    if (entry === "unix") continue;
    if (isIP(address) === 0) throw new Error(`BATON_TRUSTED_PROXIES 中的“${entry}”不是地址、网段或 unix。`);
    if (prefix === undefined) trusted.addAddress(address, family(address));
    else trusted.addSubnet(address, Number(prefix), family(address));
  }
  const isTrusted = (address: string): boolean => (address === "unix" ? trustedProxies.includes("unix") : trusted.check(address, family(address)));
  return (request) => {
    let address = plain(request.socket.remoteAddress ?? "unix");
    const forwarded = request.headers["x-forwarded-for"];
    const hops = (Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? "")).split(",").map((hop) => plain(hop.trim()));
    while (isTrusted(address)) {
      const before = hops.pop();
      if (before === undefined || isIP(before) === 0) break;
      address = before;
    }
    return network(address);
  };
}
