// Replaces the package of that name, which throws outside React's server bundle: tests run server code, too.
export {}
