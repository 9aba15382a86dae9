import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { changePreferences, usePreferences, type Locale } from "../ui/preferences.ts";
import { useNavigation } from "./useNavigation.ts";

/** Navigation, 200 px, folding to 56. Folded, a page shows one character of its name; its title says the whole. */
export function SideColumn(): ReactNode {
  const { nav, shell } = useText();
  const { navFolded, locale } = usePreferences();
  const { groups } = useNavigation();
  return (
    <nav className="s-side" aria-label={nav.main} data-region>
      <ul>
        {groups.map(({ name, mark, path, entries }) => (
          <li key={name}>
            {path ? (
              <NavLink path={path} words={nav[name]} mark={locale === "en" ? short(nav[name], locale) : mark} />
            ) : (
              <>
                <p className="s-group">{navFolded ? <span className="b-sr">{nav[name]}</span> : nav[name]}</p>
                <ul>
                  {entries.map((entry) => (
                    <li key={entry.name}>
                      <NavLink path={entry.path} words={nav[entry.name]} mark={short(nav[entry.name], locale)} />
                    </li>
                  ))}
                </ul>
              </>
            )}
          </li>
        ))}
      </ul>
      {shell.asWritten && !navFolded && <p className="b-caption s-as-written">{shell.asWritten}</p>}
      <button type="button" className="s-fold" aria-expanded={!navFolded} onClick={() => changePreferences({ navFolded: !navFolded })}>
        <span aria-hidden="true">{navFolded ? "»" : "«"}</span>
        <span className={navFolded ? "b-sr" : undefined}>{navFolded ? nav.unfold : nav.fold}</span>
      </button>
    </nav>
  );
}

/** What of a name fits into the folded column. */
function short(words: string, locale: Locale): string {
  return words.slice(0, locale === "en" ? 3 : 1);
}

function NavLink({ path, words, mark }: { path: string; words: string; mark: string }): ReactNode {
  const { navFolded } = usePreferences();
  return (
    <Link to={path} title={navFolded ? words : undefined} activeOptions={{ exact: path === "/war-map" }} activeProps={{ "aria-current": "page" }}>
      {navFolded ? (
        <>
          <span aria-hidden="true">{mark}</span>
          <span className="b-sr">{words}</span>
        </>
      ) : (
        words
      )}
    </Link>
  );
}
