import type { GraphiQLOptions, GraphiQLRenderer } from "graphql-yoga";
import { TABS } from "./graphiql-tabs.ts";

/** Yoga's own options for the page, and who renders it. */
export interface GraphiQLPage extends GraphiQLOptions {
  readonly renderGraphiQL: GraphiQLRenderer;
}

/** GraphiQL without a CDN. The page's 9 MB are loaded when it is first asked for, not at the start. */
export function graphiqlPage(): GraphiQLPage {
  return {
    title: "balance-gateway",
    defaultTabs: TABS.map((query) => ({ query: `${query.trim()}\n` })),
    shouldPersistHeaders: false,
    defaultEditorToolsVisibility: false,
    renderGraphiQL: async (options) => {
      const { renderGraphiQL } = await import("@graphql-yoga/render-graphiql");
      return renderGraphiQL(options).replace("<head>", `<head>${STEADY_TABS}`);
    },
  };
}

// A tab keeps a stale shift, in force only while it is pressed: it jumps away and the click is lost.
const STEADY_TABS = "<style>.graphiql-tabs .graphiql-tab{transform:none!important}</style>";
