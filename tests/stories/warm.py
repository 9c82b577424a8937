"""Read by the server that writers are forked from: the office's rules and figures are read once for all of them."""

from tests.build import Office

Office()
