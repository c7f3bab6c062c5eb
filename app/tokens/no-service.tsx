/** Of a deployment that knows no other service: what is missing, and what can be tried all the same. */
export function NoService() {
  return (
    <section aria-labelledby="no-service" className="sheet mt-8 max-w-3xl p-5">
      <h2 id="no-service" className="text-2xl font-semibold">
        There is no other service yet
      </h2>
      <p className="mt-2">
        <code className="font-mono text-sm">API_AUDIENCES</code> lists the addresses of services that tokens are issued
        for, and it is empty here. Once it names one, this page takes a token there, across origins. The folder{' '}
        <code className="font-mono text-sm">examples/resource-server</code> is such a service, which{' '}
        <code className="font-mono text-sm">npm run dev</code> starts by itself.
      </p>
      <p className="mt-2">Until then, a token can be shown to our own API.</p>
    </section>
  )
}
