import { Link, useNavigate } from "@tanstack/react-router";
import { Dropdown } from "antd";
import type { ReactNode } from "react";
import type { Me } from "../api/me.ts";
import { paths } from "../paths.ts";
import { useText } from "../text/useText.ts";
import { AsOf } from "./AsOf.tsx";
import { LanguageSwitch, LargeTextSwitch } from "./Switches.tsx";
import { useSignOut } from "./useSignOut.ts";

export function TopBar({ me, onSearch }: { me: Me; onSearch: () => void }): ReactNode {
  const { product, shell } = useText();
  return (
    <header className="s-top" data-region>
      <Link to={paths.home()} className="s-city">
        <img src="/icon.svg" alt="" width="24" height="24" />
        <strong>{me.city.name}</strong>
        <span>{product.short}</span>
      </Link>
      <button type="button" className="s-search" onClick={onSearch}>
        <span>{shell.search}</span>
        <kbd>Ctrl+K</kbd>
      </button>
      <div className="s-top-right">
        <AsOf />
        <LargeTextSwitch />
        <LanguageSwitch />
        <AccountMenu me={me} />
      </div>
    </header>
  );
}

/** Another post sees other things, so everything begins anew. The server reads the cookie on every request. */
function workFrom(postId: string): void {
  document.cookie = `baton-post=${postId}; path=/; SameSite=Lax; max-age=${12 * 60 * 60}`;
  location.assign(paths.home());
}

function AccountMenu({ me }: { me: Me }): ReactNode {
  const { shell, nav } = useText();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const post = me.posts.find(({ postId }) => postId === me.postId);
  const posts = me.posts.map(({ postId, orgName, title, isActing }) => ({
    key: `post-${postId}`,
    label: `${postId === me.postId ? "✓ " : ""}${orgName} · ${title}${isActing ? `（${shell.acting}）` : ""}`,
  }));
  const items = [
    ...(posts.length > 1 ? [{ key: "posts", type: "group" as const, label: shell.actAs, children: posts }] : []),
    { key: "mine", label: nav.mine },
    { key: "password", label: shell.changePassword },
    { key: "factor", label: shell.secondFactor },
    { type: "divider" as const },
    { key: "out", label: shell.signOut },
  ];
  const onChosen = (key: string): void => {
    if (key === "out") return signOut();
    if (key.startsWith("post-")) return workFrom(key.slice("post-".length));
    void navigate({ to: paths.mine(), search: (key === "mine" ? {} : { open: [key] }) as never });
  };
  return (
    <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => onChosen(key) }}>
      <button type="button" className="s-top-button s-account" aria-haspopup="menu">
        <span className="s-account-name">{me.account.displayName}</span>
        {post?.isActing && <span className="s-acting">{shell.acting}</span>}
        <span aria-hidden="true">▾</span>
      </button>
    </Dropdown>
  );
}
