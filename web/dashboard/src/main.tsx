import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@/styles/base.css';

const page = document.getElementById('page');
if (page) createRoot(page).render(<StrictMode>HemaClassify</StrictMode>);
