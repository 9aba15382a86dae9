import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useMemo, type ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Ledger, type LedgerColumn } from "../../ui/Ledger.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { inTreeOrder, matchingOrganisations, organisationsQuery, type Organisation } from "./organisations.ts";
import { OrganisationForm } from "./OrganisationForm.tsx";
import { PostsOf } from "./PostsOf.tsx";
import "./organisations.css";

const indentPx = 20;
const newOne = "new";

/** 组织岗位: the tree of organisations, each with its posts. */
export default function PostsPage(): ReactNode {
  const { posts: text } = useArea(administrationText);
  const navigate = useNavigate();
  const roles = rolesOf(useMe());
  const { isTravelling } = useTimePoint();
  const { first, change } = useAddressState();
  const { data, error, refetch } = useQuery(organisationsQuery);
  const ordered = useMemo(() => inTreeOrder(data?.items ?? []), [data]);
  const typed = first("q") ?? "";
  const shown = useMemo(() => matchingOrganisations(ordered, typed), [ordered, typed]);
  const mayEdit = (roles.has("sysadmin") || roles.has("dispatch")) && !isTravelling;
  const chosen = ordered.find(({ id }) => id === first("open"));
  const isNew = first("open") === newOne;
  const columns = useColumns();
  const close = (): void => change({ open: undefined });
  return (
    <Page
      title={text.title}
      fill
      aside={
        data && (
          <span className="b-muted">
            {text.counts(
              ordered.length,
              ordered.reduce((sum, { posts }) => sum + posts.length, 0),
            )}
          </span>
        )
      }
      actions={mayEdit && <Button onClick={() => void navigate({ to: paths.imports() })}>{text.importMany}</Button>}
      primary={
        mayEdit && (
          <Button type="primary" onClick={() => change({ open: newOne })}>
            {text.addOrg}
          </Button>
        )
      }
    >
      <Problem failure={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading lines={8} />}
      {data && (
        <Ledger<Organisation>
          label={text.tree}
          rows={shown}
          rowId={({ id }) => id}
          rowName={({ name }) => name}
          columns={columns}
          onOpen={({ id }) => change({ open: id })}
          toolbar={<SearchField />}
          empty={<Empty title={text.empty} why={text.emptyWhy} />}
        />
      )}
      <Drawer480 title={isNew ? text.addOrg : (chosen?.name ?? "")} open={isNew || chosen !== undefined} onClose={close}>
        {isNew && <OrganisationForm items={ordered} onDone={close} />}
        {chosen && (
          <div className="o-detail">
            <PostsOf organisation={chosen} mayAdd={roles.has("sysadmin") && !isTravelling} />
            {mayEdit ? (
              <OrganisationForm key={chosen.version} items={ordered} organisation={chosen} onDone={close} />
            ) : (
              <p className="b-muted">{text.readOnly}</p>
            )}
          </div>
        )}
      </Drawer480>
    </Page>
  );
}

function SearchField(): ReactNode {
  const { posts: text } = useArea(administrationText);
  const { first, change } = useAddressState();
  return (
    <Input
      aria-label={text.search}
      placeholder={text.search}
      allowClear
      style={{ width: 220 }}
      value={first("q") ?? ""}
      onChange={(event) => change({ q: event.target.value || undefined })}
    />
  );
}

function useColumns(): LedgerColumn<Organisation>[] {
  const { posts: text, orgKinds, none } = useArea(administrationText);
  const { change } = useAddressState();
  return [
    {
      id: "name",
      header: text.name,
      width: 320,
      frozen: true,
      isRowHeader: true,
      cell: ({ id, name, depth }) => (
        <button type="button" className="b-plain-button b-link-button" style={{ paddingInlineStart: depth * indentPx }} onClick={() => change({ open: id })}>
          {name}
        </button>
      ),
    },
    { id: "kind", header: text.kind, width: 100, cell: ({ kind }) => orgKinds[kind] },
    {
      id: "area",
      header: text.area,
      width: 180,
      cell: ({ areaName, areaCode }) => (areaName ? `${areaName}${areaCode ? ` ${areaCode}` : ""}` : <span className="b-muted">{none}</span>),
    },
    {
      id: "posts",
      header: text.postsOf,
      width: 480,
      cell: ({ posts }) =>
        posts.length === 0 ? (
          <span className="b-muted">{text.noPosts}</span>
        ) : (
          posts
            .map(({ title, holderCount, isClosed }) => `${title}（${isClosed ? text.closed : holderCount === 0 ? text.vacant : text.holders(holderCount)}）`)
            .join("、")
        ),
    },
  ];
}
