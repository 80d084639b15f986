interface TrustedTypes {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ) => {
    createScriptURL: (address: string) => unknown;
  };
}

const factory = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;

const policy = factory?.createPolicy('mdreader-workers', {
  createScriptURL(address) {
    if (new URL(address, location.href).origin === location.origin) return address;
    throw new Error(`A worker may not be loaded from ${address}: it is not part of this site.`);
  },
});

/** Pages run with `require-trusted-types-for 'script'`: a worker's address has to pass this policy. */
export function trustedScript(address: string): string {
  // The standard library's types don't know Trusted Types yet; `Worker` takes either.
  return (policy?.createScriptURL(address) ?? address) as string;
}
