import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { roles, type Role } from "@baton/contract/accounts";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { organisationsQuery, type Organisation } from "./organisations.ts";

/** The posts of one organisation, how many hold each, and a new one. */
export function PostsOf({ organisation, mayAdd }: { organisation: Organisation; mayAdd: boolean }): ReactNode {
  const { posts: text, roles: roleWords } = useArea(administrationText);
  const [isAdding, setIsAdding] = useState(false);
  return (
    <section>
      <h3>{text.postsOf}</h3>
      {organisation.posts.length === 0 && <p className="b-muted">{text.noPosts}</p>}
      <ul className="o-posts">
        {organisation.posts.map(({ id, title, role, holderCount, isClosed }) => (
          <li key={id}>
            <strong>{title}</strong>
            <span className="b-muted">{roleWords[role as Role] ?? role}</span>
            <span>{isClosed ? text.closed : holderCount === 0 ? text.vacant : text.holders(holderCount)}</span>
          </li>
        ))}
      </ul>
      {mayAdd && !isAdding && (
        <Button style={{ marginTop: 12 }} onClick={() => setIsAdding(true)}>
          {text.addPost}
        </Button>
      )}
      {isAdding && <PostForm orgId={organisation.id} onDone={() => setIsAdding(false)} />}
    </section>
  );
}

function PostForm({ orgId, onDone }: { orgId: string; onDone: () => void }): ReactNode {
  const words = useArea(administrationText);
  const { posts: text } = words;
  const queryClient = useQueryClient();
  const [title, setTitle] = useState("");
  const [role, setRole] = useState<Role>();
  const [faults, setFaults] = useState<{ title?: string; role?: string }>({});
  const adding = useMutation({
    mutationFn: () => api.post("/api/posts", { orgId, title: title.trim(), role }),
    onSuccess: () => {
      showToast({ words: text.postAdded });
      onDone();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: organisationsQuery.queryKey }),
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const found = { ...(title.trim().length < 2 ? { title: words.required } : {}), ...(role ? {} : { role: words.choose }) };
    setFaults(found);
    if (Object.keys(found).length === 0) adding.mutate();
  };
  return (
    <form className="b-form o-form" style={{ marginTop: 12 }} onSubmit={onSubmit} noValidate aria-label={text.addPost}>
      <Problem failure={adding.error} />
      <Field id="post-title" label={text.postTitle} isRequired example={text.postTitleExample} fault={faults.title}>
        <Input
          id="post-title"
          autoFocus
          maxLength={60}
          autoComplete="off"
          aria-invalid={faults.title !== undefined}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
      </Field>
      <Field id="post-role" label={text.role} isRequired example={text.roleHelp} fault={faults.role}>
        <Select<Role>
          id="post-role"
          {...(role ? { value: role } : {})}
          onChange={setRole}
          options={roles.map((value) => ({ value, label: words.roles[value] }))}
        />
      </Field>
      <Button type="primary" htmlType="submit" loading={adding.isPending}>
        {text.addPost}
      </Button>
    </form>
  );
}
