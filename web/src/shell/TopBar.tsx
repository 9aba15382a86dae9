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

function AccountMenu({ me }: { me: Me }): ReactNode {
  const { shell, nav } = useText();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const post = me.posts[0];
  const items = [
    { key: "mine", label: nav.mine },
    { key: "password", label: shell.changePassword },
    { key: "factor", label: shell.secondFactor },
    { type: "divider" as const },
    { key: "out", label: shell.signOut },
  ];
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items,
        onClick: ({ key }) =>
          key === "out"
            ? signOut()
            : void navigate({ to: paths.mine(), search: (key === "mine" ? {} : { open: [key] }) as never }),
      }}
    >
      <button type="button" className="s-top-button s-account" aria-haspopup="menu">
        <span className="s-account-name">{me.account.displayName}</span>
        {post?.isActing && <span className="s-acting">{shell.acting}</span>}
        <span aria-hidden="true">▾</span>
      </button>
    </Dropdown>
  );
}
