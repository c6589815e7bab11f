# posix: XCU 2.9.1.6
# status: 0

printf '#!/bin/cat\nline two\n' > f
chmod +x f
./f
