import type { HeldBatons } from "@baton/contract/batons";
import { Button, Input, Popover, Select } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { batonsText } from "../../text/batons.ts";
import { useArea } from "../../text/useText.ts";
import { Tabs } from "../../ui/Tabs.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { PostSelect } from "../matters/PostSelect.tsx";

const typingPauseMs = 300;

/** What to look for; kept in the address. */
export function HeldFilters(): ReactNode {
  const text = useArea(batonsText);
  const { first, change } = useAddressState();
  const asked = first("q") ?? "";
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  useEffect(() => {
    if (typed === asked) return undefined;
    const timer = setTimeout(() => change({ q: typed.trim() || undefined }), typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed, asked, change]);
  return (
    <div className="t-filters">
      <Input.Search allowClear aria-label={text.search} placeholder={text.search} value={typed} onChange={(event) => setTyped(event.target.value)} />
      <Select
        aria-label={text.role}
        value={first("role") ?? ""}
        popupMatchSelectWidth={false}
        onChange={(role: string) => change({ role: role || undefined })}
        options={[{ value: "", label: text.allRoles }, ...Object.entries(text.roles).map(([value, label]) => ({ value, label }))]}
      />
    </div>
  );
}

/** One's own posts, with what each holds; nothing for who has one. */
export function OwnPosts({ answer }: { answer: HeldBatons | undefined }): ReactNode {
  const text = useArea(batonsText);
  const { change } = useAddressState();
  if (!answer || answer.posts.length < 2) return answer?.post.isActing && answer.post.isOwn ? <span className="b-sample">{text.acting}</span> : null;
  return (
    <Tabs
      label={text.ownPosts}
      controls="batons"
      chosen={String(answer.post.postId)}
      onChosen={(post) => change({ post })}
      tabs={answer.posts.map(({ postId, orgName, title, isActing, count }) => ({
        id: String(postId),
        title: `${orgName}·${title}${isActing ? `（${text.acting}）` : ""}`,
        count,
      }))}
    />
  );
}

/** What another post holds, for who hands over; and the way back to one's own. */
export function OtherPost({ mayLook, isOwn }: { mayLook: boolean; isOwn: boolean }): ReactNode {
  const text = useArea(batonsText);
  const { change } = useAddressState();
  const [isOpen, setIsOpen] = useState(false);
  if (!mayLook) return null;
  const look = (post: string | undefined): void => {
    setIsOpen(false);
    change({ post, q: undefined, role: undefined });
  };
  return (
    <>
      {!isOwn && <Button onClick={() => look(undefined)}>{text.backToOwn}</Button>}
      <Popover
        trigger="click"
        open={isOpen}
        onOpenChange={setIsOpen}
        content={
          <div className="t-other-post">
            <label htmlFor="other-post">{text.otherPost}</label>
            <PostSelect id="other-post" chosen={undefined} onChosen={(postId) => look(String(postId))} />
          </div>
        }
      >
        <Button aria-expanded={isOpen}>{text.otherPost}</Button>
      </Popover>
    </>
  );
}
