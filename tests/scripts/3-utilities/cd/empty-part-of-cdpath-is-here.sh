# posix: XCU 3 cd
# status: 0
mkdir -p here there/here there/only
top=$PWD
CDPATH=:there
cd here
echo "${PWD#"$top"}"
cd "$top"
cd only >/dev/null
echo "${PWD#"$top"}"
cd "$top"
CDPATH=there
cd ./here
echo "${PWD#"$top"}"
