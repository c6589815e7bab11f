# posix: XCU 2.9.1.4
# status: 0

mkdir d
printf '#!/bin/sh\necho d/tool $1\n' > d/tool
chmod +x d/tool
d/tool 1
./d/tool 2
"$PWD/d/tool" 3
