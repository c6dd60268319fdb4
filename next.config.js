import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // These load files or native parts at run time and must not be bundled.
  serverExternalPackages: ["bullmq", "ioredis", "pg", "piscina", "bcryptjs"],
};

export default withNextIntl(config);
