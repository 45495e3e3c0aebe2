import type { Issue, Refusal } from "../engine/refusal.ts";
import { BalanceRef } from "./balance.ts";
import { builder } from "./builder.ts";
import {
  ConflictError,
  type Failure,
  InsufficientBalanceError,
  InvalidInputError,
  NotFoundError,
} from "./failures.ts";

const CODES: Record<Refusal["code"], string> = {
  INVALID_INPUT: "The input is wrong; `issues` names every field.",
  CUSTOMER_NOT_FOUND: "No customer has this id.",
  FEATURE_NOT_FOUND: "No feature has this id, or listens to this event.",
  ENTITY_NOT_FOUND: "The customer has no entity of this id.",
  BALANCE_NOT_FOUND: "No balance in view matches.",
  LOCK_NOT_FOUND: "No live lock has this id.",
  CUSTOMER_ALREADY_EXISTS: "Another customer has this id.",
  FEATURE_ALREADY_EXISTS: "Another feature has this id.",
  ENTITY_ALREADY_EXISTS: "The customer has an entity of this id already.",
  BALANCE_ALREADY_EXISTS: "The customer has a balance of this id, or the flag, already.",
  LOCK_ALREADY_EXISTS: "A live lock has this id.",
  FEATURE_IN_USE: "Customers or credit systems use the feature: archive it instead.",
  BALANCE_NOT_DELETABLE: "A paid balance cannot be deleted.",
  FEATURE_LIMIT_REACHED: "No seat is left.",
  ENTITY_ID_REQUIRED: "An entity needs an id.",
  INSUFFICIENT_BALANCE: "The balance does not cover what was asked for.",
  REVISION_MISMATCH: "It has changed since the revision that was named.",
  IDEMPOTENCY_KEY_REUSED: "The key was used before, for another input.",
  IDEMPOTENCY_KEY_IN_FLIGHT: "A call with this key is still running: retry.",
  NOT_SUPPORTED_BY_BACKEND: "The backend cannot do this.",
};

const ErrorCodeEnum = builder.enumType("ErrorCode", {
  description: "Every expected no.",
  values: Object.fromEntries(
    Object.entries(CODES).map(([code, description]) => [code, { value: code, description }]),
  ),
});

const ErrorRef = builder.interfaceRef<Failure>("Error").implement({
  description:
    "An expected no: nothing was changed. Faults, such as a database that is down, are top-level GraphQL errors with extensions.code and extensions.retryable.",
  fields: (t) => ({
    code: t.field({
      type: ErrorCodeEnum,
      description: "What kind of no it is: for programs.",
      resolve: (failure) => failure.code,
    }),
    message: t.exposeString("message", { description: "What went wrong: for people." }),
  }),
});

const InputIssueRef = builder.objectRef<Issue>("InputIssue").implement({
  description: "One field that is wrong.",
  fields: (t) => ({
    path: t.exposeStringList("path", {
      description: "Which field, from the argument on; list items by their index.",
    }),
    message: t.exposeString("message", { description: "What the field must be." }),
  }),
});

builder.objectType(InvalidInputError, {
  name: "InvalidInputError",
  description: "The input is wrong.",
  interfaces: [ErrorRef],
  fields: (t) => ({
    issues: t.expose("issues", {
      type: [InputIssueRef],
      description: "Everything that is wrong, at once; the first 100 of them.",
    }),
  }),
});

builder.objectType(NotFoundError, {
  name: "NotFoundError",
  description: "What the input names does not exist.",
  interfaces: [ErrorRef],
});

builder.objectType(ConflictError, {
  name: "ConflictError",
  description: "What is there already stands against it.",
  interfaces: [ErrorRef],
});

builder.objectType(InsufficientBalanceError, {
  name: "InsufficientBalanceError",
  description: "The balance does not cover what was asked for; nothing was taken.",
  interfaces: [ErrorRef],
  fields: (t) => ({
    required: t.expose("required", {
      type: "Amount",
      description: "What was asked for, in units of the tracked feature.",
    }),
    available: t.expose("available", {
      type: "Amount",
      description: "What could have been taken, in units of the tracked feature.",
    }),
    balance: t.field({
      type: BalanceRef,
      nullable: true,
      description: "The tracked feature's balance; null where nothing of it is owned.",
      resolve: ({ balance }) => balance,
    }),
  }),
});
