# posix: XCU 2.9.1.4
# status: 0

mkdir d
printf '#!/bin/sh\necho mine\n' > d/own-tool
chmod +x d/own-tool
PATH=$PWD/d:$PATH own-tool
own-tool 2>/dev/null || echo "gone $?"
