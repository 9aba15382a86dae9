import { ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { useLayoutEffect, useMemo, type ReactNode } from "react";
import { useIsPhone } from "../ui/useIsPhone.ts";
import { usePreferences } from "../ui/preferences.ts";
import { antdTheme } from "../ui/theme.ts";
import { Toasts } from "../ui/toast.tsx";

/** Colours, sizes and language around everything, as the person prefers them. */
export function Look({ children }: { children: ReactNode }): ReactNode {
  const { locale, largeText, rows } = usePreferences();
  useLayoutEffect(() => {
    const page = document.documentElement;
    page.lang = locale;
    page.dataset.rows = rows;
    page.toggleAttribute("data-large", largeText);
  }, [locale, largeText, rows]);
  const isPhone = useIsPhone();
  const theme = useMemo(() => antdTheme("light", { largeText, isPhone }), [largeText, isPhone]);
  return (
    <ConfigProvider theme={theme} locale={locale === "en" ? enUS : zhCN} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      {children}
      <Toasts />
    </ConfigProvider>
  );
}
