/** Tells pages which path was asked for, so that a login can lead back to it. Decides nothing. */
import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "./lib/web/local-path";

export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: "/((?!api/|_next/|.*\\.[a-z0-9]+$).*)" };
