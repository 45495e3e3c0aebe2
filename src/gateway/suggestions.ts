import { type GraphQLSchema, NoSchemaIntrospectionCustomRule, validate } from "graphql";
import type { Plugin } from "graphql-yoga";

/** Refuses introspection, and errors suggest none of the schema's names. */
export const withoutIntrospection: Plugin = {
  onValidate({ addValidationRule, setValidationFn }) {
    addValidationRule(NoSchemaIntrospectionCustomRule);
    const quiet: typeof validate = (schema: GraphQLSchema, document, rules) =>
      validate(schema, document, rules, { hideSuggestions: true });
    setValidationFn(quiet);
  },
};
