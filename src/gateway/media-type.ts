/** What may be said of a body: JSON in UTF-8, JSON in another charset, or something else. */
export type BodyKind = "json" | "other charset" | "other type";

const UTF_8 = new Set(["utf-8", "utf8"]);

/** Reads a Content-Type header. Names are case-insensitive; blanks and quotes are allowed (RFC 9110). */
export function bodyKindOf(contentType: string | null | undefined): BodyKind {
  const [type = "", ...parameters] = (contentType ?? "").split(";").map((part) => part.trim());
  if (type.toLowerCase() !== "application/json") return "other type";
  return parameters.every((parameter) => isUtf8OrNoCharset(parameter)) ? "json" : "other charset";
}

function isUtf8OrNoCharset(parameter: string): boolean {
  const [name = "", value = ""] = parameter.split("=", 2).map((part) => part.trim());
  if (name.toLowerCase() !== "charset") return true;
  const unquoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return UTF_8.has((unquoted ? value.slice(1, -1) : value).toLowerCase());
}
