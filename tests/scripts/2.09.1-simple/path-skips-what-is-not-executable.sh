# posix: XCU 2.9.1.4
# status: 0

mkdir a b
echo nothing > a/tool
printf '#!/bin/sh\necho from b\n' > b/tool
chmod +x b/tool
PATH=$PWD/a:$PWD/b:$PATH
tool
