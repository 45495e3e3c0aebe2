import { amount } from "../../src/engine/amount.ts";
import type { CustomerCommand, UpdateBalance } from "../../src/engine/command.ts";
import { finalOf, lockOf, trackOf } from "../store/requests.ts";
import { Dice } from "../support/cases-dice.ts";

/** A client of one of the gateways, in one round. */
export interface Client {
  /** Another in each round. */
  readonly seed: number;
  readonly gateway: number;
  readonly client: number;
  readonly customerIds: readonly string[];
  readonly operations: number;
}

export interface Operation {
  readonly command: CustomerCommand;
  readonly idempotencyKey: string | null;
}

/**
 * What the client asks for, one after another. Clients of one number ask the same of both gateways, and
 * one call in five under a key that they share: whichever comes second is a retry.
 */
export function operationsOf(client: Client): readonly Operation[] {
  const dice = new Dice(client.seed * 1000 + client.client);
  const operations: Operation[] = [];
  while (operations.length < client.operations) {
    operations.push(...stepOf(dice, client, operations.length));
  }
  return operations.slice(0, client.operations);
}

/** Half of what the clients of a round ask for, for each of its customers. */
export function half(operations: number, customers: number): string {
  return tenths(Math.round((operations * MEAN_TENTHS) / customers / 2));
}

export function topUp(customerId: string, value: string): UpdateBalance {
  const selection = { featureId: "messages", entityId: null, balanceId: null, interval: null };
  return { type: "updateBalance", customerId, ...selection, addToBalance: amount(value) };
}

const MOST_TENTHS = 25;

/** Retries take nothing. */
const MEAN_TENTHS = ((1 + MOST_TENTHS) / 2) * 0.9;

function stepOf(dice: Dice, client: Client, place: number): readonly Operation[] {
  const customerId = dice.pick(client.customerIds);
  const value = tenths(1 + dice.below(MOST_TENTHS));
  const overageBehavior = dice.pick(["cap", "reject"] as const);
  const track = trackOf(customerId, value, { overageBehavior });
  const kind = dice.below(100);
  if (kind < 1) return [plain(topUp(customerId, value))];
  if (kind < 2) {
    const lockId = `${client.gateway}-${numbered(client, place)}`;
    return [plain(lockOf(customerId, lockId, value)), plain(dice.pick(endsOf(lockId)))];
  }
  if (kind < 12) return [plain(checkAndTrack(customerId, value))];
  if (kind < 32) return [{ command: track, idempotencyKey: numbered(client, place) }];
  return [plain(track)];
}

function endsOf(lockId: string): readonly CustomerCommand[] {
  return [finalOf(lockId, "confirm", "0.3"), finalOf(lockId, "release")];
}

function checkAndTrack(customerId: string, value: string): CustomerCommand {
  const requiredBalance = amount(value);
  const asked = { featureId: "messages", entityId: null, requiredBalance, properties: null };
  return { type: "checkAndTrack", customerId, ...asked };
}

function plain(command: CustomerCommand): Operation {
  return { command, idempotencyKey: null };
}

function numbered({ seed, client }: Client, place: number): string {
  return `${seed}-${client}-${place}`;
}

function tenths(count: number): string {
  return `${Math.floor(count / 10)}.${count % 10}`;
}
