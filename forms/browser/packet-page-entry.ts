// The script of the packet page: tells the style sheet that scripts run here.

document.documentElement.classList.add('scripted')
