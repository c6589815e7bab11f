# posix: XCU 3 test
# status: 0

printf '#!/bin/sh\n' > f
[ -x f ]; echo $?
chmod +x f
[ -x f ]; echo $?
[ -r f ] && [ -w f ] && echo rw
