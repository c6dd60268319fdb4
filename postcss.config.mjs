/** Tailwind is the only step from app/globals.css to what browsers get. */
const config = { plugins: { "@tailwindcss/postcss": {} } };

export default config;
