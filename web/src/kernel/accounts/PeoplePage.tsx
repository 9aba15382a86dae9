import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Ledger, type LedgerColumn } from "../../ui/Ledger.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { AccountDetail } from "./AccountDetail.tsx";
import { NewAccount } from "./NewAccount.tsx";
import { OncePassword } from "./OncePassword.tsx";
import { accountsQuery, type Account, type OneTimePassword } from "./people.ts";
import { RolePolicies } from "./RolePolicies.tsx";
import "./people.css";

/** 人员角色: accounts and appointments; three administrators with separate duties. */
export default function PeoplePage(): ReactNode {
  const { people: text } = useArea(administrationText);
  const roles = rolesOf(useMe());
  const { first, change } = useAddressState();
  const isPolicies = first("tab") === "policies";
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Page
      title={text.title}
      fill={!isPolicies}
      aside={
        <Tabs
          label={text.tabsLabel}
          chosen={isPolicies ? "policies" : "accounts"}
          onChosen={(tab) => change({ tab: tab === "policies" ? tab : undefined })}
          tabs={[
            { id: "accounts", title: text.tabs.accounts },
            { id: "policies", title: text.tabs.policies },
          ]}
        />
      }
      primary={
        roles.has("sysadmin") &&
        !isPolicies && (
          <Button type="primary" onClick={() => setIsAdding(true)}>
            {text.add}
          </Button>
        )
      }
    >
      {isPolicies ? <RolePolicies mayChange={roles.has("secadmin")} /> : <AccountList />}
      <NewAccount isOpen={isAdding} onClose={() => setIsAdding(false)} />
    </Page>
  );
}

function AccountList(): ReactNode {
  const { people: text } = useArea(administrationText);
  const { first, change } = useAddressState();
  const typed = first("q") ?? "";
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...accountsQuery(typed),
    placeholderData: (before) => before,
  });
  const columns = useColumns();
  const [shown, setShown] = useState<OneTimePassword>();
  const accounts = data?.pages.flatMap(({ items }) => items);
  const chosen = accounts?.find(({ id }) => id === first("open"));
  const close = (): void => {
    setShown(undefined);
    change({ open: undefined });
  };
  return (
    <>
      <p className="b-muted">{text.separated}</p>
      <Problem failure={error} onRetry={() => void refetch()} />
      {!accounts && !error && <Loading lines={8} />}
      {accounts && (
        <Ledger<Account>
          label={text.title}
          rows={accounts}
          rowId={({ id }) => id}
          rowName={({ username }) => username}
          columns={columns}
          onOpen={({ id }) => change({ open: id })}
          total={hasNextPage ? accounts.length + 1 : accounts.length}
          isLoadingMore={isFetchingNextPage}
          onEndNear={() => void (hasNextPage && !isFetchingNextPage && fetchNextPage())}
          toolbar={
            <Input
              aria-label={text.search}
              placeholder={text.search}
              allowClear
              style={{ width: 220 }}
              value={typed}
              onChange={(event) => change({ q: event.target.value || undefined })}
            />
          }
          empty={<Empty title={text.empty} why={text.emptyWhy} />}
        />
      )}
      <Drawer480 title={chosen ? `${chosen.displayName}（${chosen.username}）` : ""} open={chosen !== undefined} onClose={close}>
        {shown && <OncePassword made={shown} />}
        {chosen && <AccountDetail key={chosen.id} account={chosen} onPassword={setShown} />}
      </Drawer480>
    </>
  );
}

function useColumns(): LedgerColumn<Account>[] {
  const { people: text } = useArea(administrationText);
  const { change } = useAddressState();
  return [
    {
      id: "username",
      header: text.columns.username,
      width: 160,
      frozen: true,
      isRowHeader: true,
      cell: ({ id, username, displayName }) => (
        <button
          type="button"
          className="b-plain-button b-link-button"
          aria-label={text.openAccount(`${username} ${displayName}`)}
          onClick={() => change({ open: id })}
        >
          {username}
        </button>
      ),
    },
    { id: "name", header: text.columns.name, width: 240, cell: ({ displayName }) => displayName },
    {
      id: "posts",
      header: text.columns.posts,
      width: 380,
      cell: ({ posts }) =>
        posts.length === 0 ? (
          <span className="b-muted">{text.noPosts}</span>
        ) : (
          posts.map(({ orgName, title, isActing }) => `${orgName} ${title}${isActing ? `（${text.acting}）` : ""}`).join("；")
        ),
    },
    { id: "factor", header: text.columns.factor, width: 100, cell: ({ hasFactor }) => (hasFactor ? text.factorOn : text.factorOff) },
    { id: "state", header: text.columns.state, width: 130, cell: (account) => stateOf(account, text) },
  ];
}

function stateOf({ closedAt, mustChangePassword }: Account, text: { closed: string; mustChange: string; active: string }): string {
  if (closedAt !== null) return text.closed;
  return mustChangePassword ? text.mustChange : text.active;
}
