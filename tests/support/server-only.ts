// Stands in for the package of that name, which throws outside React's server bundle: tests are a server, too.
export {}
