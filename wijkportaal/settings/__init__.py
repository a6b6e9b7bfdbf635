"""Settings: `productie` (the default), `demo` (`make run`) and `test`; `basis` is what they share."""
