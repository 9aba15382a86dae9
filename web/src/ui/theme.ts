import type { ThemeConfig } from "antd";
import type { Preferences } from "./preferences.ts";

/** Colours with a meaning; the same names are custom properties in `base.css` (`--ink`, `--brand`, …). */
export const lightTheme = {
  ink: "#1B2529",
  inkSecondary: "#52616B",
  page: "#F5F7F8",
  surface: "#FFFFFF",
  edge: "#8796A0",
  hairline: "#DDE3E6",
  brand: "#0B6168",
  lightBlue: "#1A4FB8",
  lightYellow: "#F2B705",
  lightYellowText: "#3A2A00",
  lightYellowEdge: "#8A5A00",
  lightRed: "#B3131B",
  lightGreen: "#1E6B3A",
  noLight: "#52616B",
  timeTravel: "#5B2E91",
} as const;

/** For wall screens, read from afar. */
export const screenTheme: Record<keyof typeof lightTheme, string> = {
  ink: "#EAF1F3",
  inkSecondary: "#A9BAC2",
  page: "#0B1519",
  surface: "#0B1519",
  edge: "#33454D",
  hairline: "#33454D",
  brand: "#5CC8CE",
  lightBlue: "#6FA8FF",
  lightYellow: "#FFC933",
  lightYellowText: "#0B1519",
  lightYellowEdge: "#FFC933",
  lightRed: "#FF7A7A",
  lightGreen: "#63C58A",
  noLight: "#A9BAC2",
  timeTravel: "#B89AE0",
};

export type ThemeName = "light" | "screen";

export const chartColours = {
  actual: "#0B6168",
  plan: "#7A8790",
  time: "#1B2529",
  statistics: "#8C5A3C",
  others: ["#5A6F8F", "#A8407A", "#7A7A1F"],
} as const;

export const fontFamily = '"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei","Source Han Sans SC","Noto Sans CJK SC",sans-serif';

/** The component library takes everything it shows from these tokens. */
export function antdTheme(name: ThemeName, { largeText, isPhone }: Pick<Preferences, "largeText"> & { isPhone: boolean }): ThemeConfig {
  const colour = name === "light" ? lightTheme : screenTheme;
  const fontSize = largeText ? 18 : isPhone ? 16 : 14;
  const controlHeight = largeText ? 60 : isPhone ? 48 : 32;
  return {
    token: {
      colorPrimary: colour.brand,
      colorInfo: colour.brand,
      colorLink: colour.brand,
      colorError: colour.lightRed,
      colorWarning: colour.lightYellowEdge,
      colorSuccess: colour.lightGreen,
      colorText: colour.ink,
      colorTextHeading: colour.ink,
      colorTextSecondary: colour.inkSecondary,
      colorTextTertiary: colour.inkSecondary,
      colorTextDescription: colour.inkSecondary,
      colorTextPlaceholder: colour.inkSecondary,
      colorIcon: colour.inkSecondary,
      colorBgBase: colour.surface,
      colorBgLayout: colour.page,
      colorBgContainer: colour.surface,
      colorBgElevated: colour.surface,
      colorBorder: colour.edge,
      colorBorderSecondary: colour.hairline,
      colorSplit: colour.hairline,
      borderRadius: 4,
      borderRadiusLG: 4,
      borderRadiusSM: 4,
      boxShadow: `0 0 0 1px ${colour.hairline}`,
      boxShadowSecondary: `0 0 0 1px ${colour.hairline}`,
      boxShadowTertiary: "none",
      fontFamily,
      fontSize,
      fontSizeLG: largeText ? 20 : 16,
      fontSizeSM: largeText ? 18 : 12,
      lineHeight: largeText || isPhone ? 1.5 : 22 / 14,
      controlHeight,
      controlHeightSM: largeText || isPhone ? controlHeight : 28,
      controlHeightLG: largeText || isPhone ? controlHeight : 40,
      fontWeightStrong: 600,
      lineWidthFocus: 2,
      // What comes and goes does so at once. The library waits for a transition's end before it takes a thing away, and
      // where an answer is quicker than the transition the end never comes: a button stays "loading" for screen readers.
      motion: false,
      motionDurationFast: "0.1s",
      motionDurationMid: "0.15s",
      motionDurationSlow: "0.2s",
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", contentFontSize: fontSize },
      Modal: { titleFontSize: largeText ? 20 : 18 },
      Input: { activeShadow: "none" },
    },
  };
}
