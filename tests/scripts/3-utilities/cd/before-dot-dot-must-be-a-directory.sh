# posix: XCU 3 cd
# status: 0
# compare: no dash and bash drop what stands before `..` unseen

mkdir -p place/inner
echo text >place/file
ln -s place/inner link
cd place/nosuch/.. 2>/dev/null || echo no such
cd ./place/file/../inner 2>/dev/null || echo not a directory
cd -L place/file/.. 2>/dev/null || echo nor so
cd link/.. && ls
cd place/inner/.././inner/../../place/inner && pwd | sed 's|.*/place|place|'
