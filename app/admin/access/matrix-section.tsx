import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AccessMatrix } from "@/components/access/matrix";
import { MATRIX_WORDS, type MatrixWords } from "@/components/access/matrix-words";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import type { Query } from "@/components/ui/query";
import { accessMatrix } from "@/lib/access/queries-matrix";
import { matrixFiltersSchema } from "@/lib/access/schema";
import { listLabs } from "@/lib/accounts/queries-list";
import type { ManagedGpu } from "@/lib/gpus/queries";
import { previewMatrix, saveMatrixChanges } from "./matrix-actions";

async function matrixWords(): Promise<MatrixWords> {
  const t = await getTranslations("adminAccess.matrix");
  return Object.fromEntries(MATRIX_WORDS.map((word) => [word, t.raw(word)])) as MatrixWords;
}

const choices = (all: string, values: Iterable<string>) => [
  { value: "", label: all },
  ...[...new Set(values)].map((value) => ({ value, label: value })),
];

type Props = { query: Query; gpus: readonly ManagedGpu[] };

/** All users beside all GPUs, as far as the filters let them. */
export async function MatrixSection({ query, gpus }: Props) {
  const [matrix, labs, words] = await Promise.all([
    accessMatrix(matrixFiltersSchema.parse(query)),
    listLabs(),
    matrixWords(),
  ]);
  const t = await getTranslations("adminAccess");
  const any = t("anyLab");
  return (
    <section aria-labelledby="matrix" className="mt-4">
      <h2 id="matrix" className="pb-2 font-semibold text-lg">
        {t("matrixTitle", { users: matrix.users.length, gpus: matrix.gpus.length })}
      </h2>
      <noscript>
        <p className="pb-3">{t("withoutScript")}</p>
      </noscript>
      <FilterBar query={query} names={["search", "lab", "server", "model"]}>
        <FilterSearch name="search" label={t("searchUsers")} query={query} />
        <FilterSelect name="lab" label={t("lab")} query={query} options={choices(any, labs)} />
        <FilterSelect
          name="server"
          label={t("server")}
          query={query}
          options={choices(
            any,
            gpus.map(({ server }) => server),
          )}
        />
        <FilterSelect
          name="model"
          label={t("model")}
          query={query}
          options={choices(any, gpus.map(({ model }) => model).sort())}
        />
      </FilterBar>
      {gpus.length === 0 && (
        <EmptyState
          title={t("noGpus")}
          action={
            <Link href="/admin/gpus/new" className="btn btn-primary">
              {t("addGpu")}
            </Link>
          }
        />
      )}
      {gpus.length > 0 && (matrix.users.length === 0 || matrix.gpus.length === 0) && (
        <EmptyState title={t("noMatch")}>{t("noUsersHelp")}</EmptyState>
      )}
      <div hidden={matrix.users.length === 0 || matrix.gpus.length === 0}>
        <AccessMatrix
          matrix={matrix}
          words={words}
          preview={previewMatrix}
          save={saveMatrixChanges}
        />
      </div>
    </section>
  );
}
