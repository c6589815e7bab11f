# posix: XCU 2.9.1.4
# status: 0

mkdir a b
printf '#!/bin/sh\necho from a\n' > a/tool
printf '#!/bin/sh\necho from b\n' > b/tool
chmod +x a/tool b/tool
PATH=$PWD/a:$PWD/b:$PATH
tool
PATH=$PWD/b:$PATH
tool
