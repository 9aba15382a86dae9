/**
 * Purpose: the tree of organisations, the posts in it, the divisions it governs.
 * Owns: kernel_org, kernel_org_closure, kernel_area, kernel_post, kernel_scope.
 * Offers: routes (organisations, posts, areas, chains, setup), lockTree for whoever changes the tree.
 * Never: names a person: who holds a post is told by appointments; never overwrites a name or a place in the tree.
 */
export { lockTree } from "./actions.ts";
export { routes } from "./routes.ts";
