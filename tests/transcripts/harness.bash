# The harness's own sitting, held with bash.
<start>
echo hello
false
echo one \
two
for i in 1 2 3; do echo $i; done
seq 1 30
<run> sh -c 'echo started; exec sleep 100'
<expect> started
<C-c>
<Enter>
# bash may miss a Ctrl-C as it begins to wait for a key: the tutor's own sittings press it there.
<keys> echo typed
<Enter>
echo > kept; ls
<kill -9>
<start>
ls
pwd
\# a comment for the shell
exit 3
<end>
