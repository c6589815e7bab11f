if test -e nofile; then
    echo there
elif test -d .; then
    echo folder
else
    echo neither
fi
if false; then echo never; fi
if true; false; then echo no; else echo "the last one decides"; fi
