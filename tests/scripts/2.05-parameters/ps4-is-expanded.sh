# posix: XCU 2.5
# status: 0
PS4='+$((1 + 1)) '
{ set -x; echo a; set +x; } 2>err
cat err
PS4='$(echo sub; exit 3)$? '
{ false; set -x; echo $?; set +x; } 2>err
cat err
