import { Button, Segmented, Switch } from "antd";
import type { ReactNode } from "react";
import { useMe } from "../api/me.ts";
import { useText } from "../text/useText.ts";
import { Drawer480 } from "../ui/Drawer480.tsx";
import { Page } from "../ui/Page.tsx";
import { changePreferences, usePreferences, type RowHeight } from "../ui/preferences.ts";
import { useAddressState } from "../ui/useAddressState.ts";
import { ChangePassword } from "./ChangePassword.tsx";
import { EnrolFactor } from "./EnrolFactor.tsx";
import { useSignOut } from "./useSignOut.ts";

/** 我的: who one is, how one likes to see things, password and second factor. */
export default function MinePage(): ReactNode {
  const { nav, shell, factor } = useText();
  const me = useMe();
  const preferences = usePreferences();
  const signOut = useSignOut();
  const { first, change } = useAddressState();
  const opened = first("open");
  const setOpened = (open: "password" | "factor" | undefined): void => change({ open });
  return (
    <Page title={nav.mine}>
      <section className="b-card">
        <h2>{me.account.displayName}</h2>
        <ul>
          {me.posts.map((post) => (
            <li key={post.postId}>
              {post.orgName} · {post.title}
              {post.isActing && <span className="b-muted">（{shell.acting}）</span>}
            </li>
          ))}
        </ul>
      </section>
      <section className="b-card s-settings">
        <label>
          <span>{shell.largeText}</span>
          <Switch checked={preferences.largeText} onChange={(largeText) => changePreferences({ largeText })} />
        </label>
        <label>
          <span>{shell.singleKeys}</span>
          <Switch checked={preferences.singleKeys} onChange={(singleKeys) => changePreferences({ singleKeys })} />
        </label>
        <div>
          <span>{shell.rows}</span>
          <Segmented<RowHeight>
            value={preferences.rows}
            onChange={(rows) => changePreferences({ rows })}
            options={[
              { value: "comfortable", label: shell.rowsComfortable },
              { value: "standard", label: shell.rowsStandard },
              { value: "compact", label: shell.rowsCompact },
            ]}
          />
        </div>
        <div>
          <span>{shell.language}</span>
          <Segmented<"zh-CN" | "en">
            value={preferences.locale}
            onChange={(locale) => changePreferences({ locale })}
            options={[
              { value: "zh-CN", label: "简体中文" },
              { value: "en", label: "English" },
            ]}
          />
        </div>
        {shell.asWritten && <p className="b-caption">{shell.asWritten}</p>}
      </section>
      <div className="s-buttons">
        <Button onClick={() => setOpened("password")}>{shell.changePassword}</Button>
        <Button onClick={() => setOpened("factor")}>{shell.secondFactor}</Button>
        <Button onClick={signOut}>{shell.signOut}</Button>
      </div>
      <Drawer480 title={shell.changePassword} open={opened === "password"} onClose={() => setOpened(undefined)}>
        <ChangePassword onDone={() => setOpened(undefined)} />
      </Drawer480>
      <Drawer480 title={factor.title} open={opened === "factor"} onClose={() => setOpened(undefined)}>
        {me.hasFactor ? <p>{factor.already}</p> : <EnrolFactor onDone={() => setOpened(undefined)} />}
      </Drawer480>
    </Page>
  );
}
