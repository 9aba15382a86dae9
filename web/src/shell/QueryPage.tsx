import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { paths } from "../paths.ts";
import { useText } from "../text/useText.ts";
import { Page } from "../ui/Page.tsx";
import { useNavigation } from "./useNavigation.ts";

/** The phone's way to every page but the inbox. */
export default function QueryPage(): ReactNode {
  const { nav } = useText();
  const { entries } = useNavigation();
  return (
    <Page title={nav.query}>
      <ul className="s-links">
        {entries
          .filter(({ path }) => path !== paths.inHand())
          .map(({ name, path }) => (
            <li key={name}>
              <Link to={path}>{nav[name]}</Link>
            </li>
          ))}
      </ul>
    </Page>
  );
}
