import { LocateFixed } from "lucide-react";
import { useState } from "react";
import { useT } from "../../../../i18n/index.ts";
import { Button, Dialog, Field, Input, toast } from "../../../../ui/index.ts";
import { DialogActs } from "./DialogActs.tsx";
import type { ContentDialogProps } from "./ToolDialogs.tsx";

const lineChars = 200;

/** 发送位置: where one is, asked of the browser on a press, or a place that is typed. */
export function LocationDialog({ onClose, onSend }: ContentDialogProps) {
  const t = useT();
  const [name, setName] = useState("");
  const [address, setAddress] = useState("");
  const [at, setAt] = useState({ latitude: "", longitude: "" });
  const [asking, setAsking] = useState(false);
  const [tried, setTried] = useState(false);
  const latitude = within(at.latitude, 90);
  const longitude = within(at.longitude, 180);
  const send = () => {
    setTried(true);
    if (!name.trim() || latitude === null || longitude === null) return;
    onSend({ type: "location", name: name.trim(), address: address.trim(), latitude, longitude });
  };
  const locate = () => {
    setAsking(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setAsking(false);
        setAt({ latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) });
        if (!name.trim()) setName(t("kinds.place.my"));
      },
      () => {
        setAsking(false);
        toast.error(t("kinds.place.denied"));
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  };
  const wrong = (value: number | null, range: number) =>
    tried && value === null ? t("kinds.place.range", { min: -range, max: range }) : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("kinds.place")}
      size="sm"
      footer={<DialogActs onClose={onClose} onSend={send} />}
    >
      <div className="flex flex-col gap-4">
        <Button icon={<LocateFixed size={16} />} loading={asking} onClick={locate}>
          {t("kinds.place.here")}
        </Button>
        <Field label={t("kinds.place.name")} required error={tried && !name.trim() ? t("kinds.required") : undefined}>
          <Input
            value={name}
            maxLength={lineChars}
            placeholder={t("kinds.place.nameHint")}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label={t("kinds.place.address")}>
          <Input value={address} maxLength={lineChars} onChange={(event) => setAddress(event.target.value)} />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label={t("kinds.place.latitude")} required error={wrong(latitude, 90)}>
            <Input
              inputMode="decimal"
              value={at.latitude}
              onChange={(event) => setAt({ ...at, latitude: event.target.value })}
            />
          </Field>
          <Field label={t("kinds.place.longitude")} required error={wrong(longitude, 180)}>
            <Input
              inputMode="decimal"
              value={at.longitude}
              onChange={(event) => setAt({ ...at, longitude: event.target.value })}
            />
          </Field>
        </div>
      </div>
    </Dialog>
  );
}

/** A typed number between -range and range; null for anything else. */
function within(text: string, range: number): number | null {
  const value = Number(text.trim().replace("，", "."));
  return text.trim() !== "" && Number.isFinite(value) && Math.abs(value) <= range ? value : null;
}
