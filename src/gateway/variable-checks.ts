import { getOperationAST } from "graphql";
import type { Plugin } from "graphql-yoga";
import { variableErrors } from "../execution/variables.ts";

/** Refuses variables that do not fit their types, with short messages. */
export function variableChecks(options: { readonly hideSuggestions: boolean }): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { schema, document, operationName, variableValues: variables = {} } = args;
      const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
      const errors = variableErrors({
        schema,
        definitions,
        variables: variables ?? {},
        ...options,
      });
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
  };
}
