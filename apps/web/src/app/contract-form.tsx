import { type ErrorCode, Failure } from "@qunxin/protocol";
import { type ComponentProps, type FormEvent, type KeyboardEvent, useRef } from "react";
import {
  type DefaultValues,
  type FieldErrors,
  type FieldPath,
  type FieldValues,
  type Resolver,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import type * as z from "zod/mini";
import { t } from "../i18n/index.ts";
import { isImeKey } from "../ui/index.ts";
import { failureText } from "./failure-text.ts";

export { failureText };

/** Form values of a schema: what its inputs hold, and what a submit hands over. */
type Held<Shape extends z.ZodMiniType> = z.input<Shape> & FieldValues;

/** A form judged by a schema of the contract, on submit first and on every change after that. */
export function useContractForm<Shape extends z.ZodMiniType>(
  schema: Shape,
  defaultValues: DefaultValues<Held<Shape>>,
): UseFormReturn<Held<Shape>, unknown, z.output<Shape> & FieldValues> {
  return useForm({ resolver: contractResolver(schema), defaultValues });
}

/** Words for a fault of a field, for `Field`'s `error`; undefined while there is none. */
export function faultText(fault: { type?: unknown; message?: string | undefined } | undefined): string | undefined {
  if (!fault) return undefined;
  switch (fault.type) {
    case "required":
      return t("common.field.required");
    case "too_short":
      return t("common.field.tooShort", { min: fault.message ?? "" });
    case "too_long":
      return t("common.field.tooLong", { max: fault.message ?? "" });
    case "too_small":
      return t("common.field.tooSmall", { min: fault.message ?? "" });
    case "too_big":
      return t("common.field.tooBig", { max: fault.message ?? "" });
    case "form":
      return t("common.field.form");
    default:
      return fault.message;
  }
}

/**
 * Puts a call's failure beside the field it is about and focuses it; `places` names the field per code,
 * `words` replaces the usual text of a code where the screen can say it better.
 * Returns false when the failure belongs to no field: show it elsewhere.
 */
export function placeFailure<Values extends FieldValues>(
  form: Pick<UseFormReturn<Values>, "setError">,
  error: unknown,
  places: Partial<Record<ErrorCode, FieldPath<Values>>>,
  words: Partial<Record<ErrorCode, string>> = {},
): boolean {
  if (!(error instanceof Failure)) return false;
  const field = places[error.code];
  if (!field) return false;
  form.setError(field, { type: "server", message: words[error.code] ?? failureText(error) }, { shouldFocus: true });
  return true;
}

/** A form whose Enter never belongs to an input method, and which refuses a second submit while `pending`. */
export function Form({ onSubmit, pending, ...rest }: ComponentProps<"form"> & { pending: boolean }) {
  const compositionEndedAt = useRef<number | undefined>(undefined);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    if (!pending) onSubmit?.(event as Parameters<NonNullable<typeof onSubmit>>[0]);
  };
  return (
    <form
      noValidate
      aria-busy={pending || undefined}
      onSubmit={submit}
      onCompositionEnd={(event) => {
        compositionEndedAt.current = event.timeStamp;
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === "Enter" && isImeKey(event.nativeEvent, compositionEndedAt.current)) event.preventDefault();
      }}
      {...rest}
    />
  );
}

function contractResolver<Shape extends z.ZodMiniType>(
  schema: Shape,
): Resolver<Held<Shape>, unknown, z.output<Shape> & FieldValues> {
  return (values) => {
    const result = schema.safeParse(values);
    if (result.success) return { values: result.data as z.output<Shape> & FieldValues, errors: {} };
    const errors: Record<string, unknown> = {};
    for (const issue of result.error.issues) placeIssue(errors, issue);
    return { values: {}, errors: errors as FieldErrors<Held<Shape>> };
  };
}

type Issue = z.core.$ZodIssue;

/** The first issue of a field wins; nested paths become nested objects, as react-hook-form keeps them. */
function placeIssue(errors: Record<string, unknown>, issue: Issue): void {
  let place = errors;
  for (const step of issue.path.slice(0, -1)) {
    place[String(step)] ??= {};
    place = place[String(step)] as Record<string, unknown>;
  }
  place[String(issue.path.at(-1) ?? "root")] ??= faultOf(issue);
}

function faultOf(issue: Issue): { type: string; message: string } {
  if (issue.code === "too_small") {
    if (issue.origin !== "string")
      return { type: issue.origin === "array" ? "required" : "too_small", message: String(issue.minimum) };
    return Number(issue.minimum) === 1
      ? { type: "required", message: "" }
      : { type: "too_short", message: String(issue.minimum) };
  }
  if (issue.code === "too_big") {
    return { type: issue.origin === "string" ? "too_long" : "too_big", message: String(issue.maximum) };
  }
  return { type: "form", message: "" };
}
