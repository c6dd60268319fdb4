import { useTranslations } from "next-intl";
import { Field, TextArea } from "@/components/ui/field";
import type { editable, Server } from "@/lib/gpus/queries";

type Props = {
  gpu?: ReturnType<typeof editable>;
  /** How many use or await it: whoever moves it is told that nobody tells them. */
  people?: number;
  servers: readonly Server[];
};

/** What is entered about a GPU; the fields of a new one are empty. */
export function GpuFields({ gpu, people = 0, servers }: Props) {
  const t = useTranslations("adminGpus");
  return (
    <>
      <datalist id="servers">
        {servers.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          name="server"
          label={t("server")}
          help={gpu ? t("serverMoveHelp", { count: people }) : t("serverHelp")}
          defaultValue={gpu?.server}
          list="servers"
          required
          maxLength={80}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Field
          name="index"
          label={t("index")}
          help={t("indexHelp")}
          defaultValue={gpu?.index}
          inputMode="numeric"
          required
          maxLength={10}
          autoComplete="off"
        />
        <Field
          name="model"
          label={t("model")}
          defaultValue={gpu?.model}
          placeholder="RTX 4090"
          required
          maxLength={80}
          autoComplete="off"
        />
        <Field
          name="cudaVersion"
          label={t("cudaVersion")}
          defaultValue={gpu?.cudaVersion}
          placeholder="13.1"
          required
          maxLength={80}
          autoComplete="off"
        />
        <Field
          name="maxHours"
          label={t("maxHours")}
          help={t("maxHoursHelp")}
          defaultValue={gpu?.maxHours ?? 48}
          inputMode="numeric"
          required
          maxLength={10}
          autoComplete="off"
        />
        <Field
          name="temperatureLimit"
          label={t("temperatureLimit")}
          help={t("temperatureLimitHelp")}
          defaultValue={gpu?.temperatureLimit ?? 90}
          inputMode="numeric"
          required
          maxLength={10}
          autoComplete="off"
        />
      </div>
      <TextArea
        name="connectionInfo"
        label={t("connectionInfo")}
        help={t("connectionInfoHelp")}
        defaultValue={gpu?.connectionInfo}
        required
        maxLength={255}
        autoComplete="off"
        spellCheck={false}
      />
    </>
  );
}
