"use strict";
// A page that is mailed and kept says by itself when newer figures are out.
const due = document.getElementById("due");
if (due && Date.now() > Date.parse(`${due.dateTime}T23:59:59Z`)) document.getElementById("old").hidden = false;
